/* A program around a module for a Cortex-M without an operating system: what runs after a reset, and a run that reads its
 * inputs and writes its outputs through a debugger or an emulator (Arm's semihosting): input_0.bin, output_0.bin and so on
 * of the folder it was started in. Needs the module's header before it, and PL_RUN_* from the generated main file. */
#ifndef PL_CORTEX_M_H
#define PL_CORTEX_M_H

#include <string.h>

#include "pl_module.h"

/* Places that the linker script names. */
extern uint32_t pl_data_load[], pl_data_begin[], pl_data_end[], pl_bss_begin[], pl_bss_end[], pl_stack_top[];

void pl_reset(void);

/* Calls of Arm's semihosting. */
enum { PL_HOST_OPEN = 0x01, PL_HOST_CLOSE = 0x02, PL_HOST_PRINT = 0x04, PL_HOST_WRITE = 0x05, PL_HOST_READ = 0x06,
       PL_HOST_EXIT = 0x20 };
enum { PL_READ_BINARY = 1, PL_WRITE_BINARY = 5 };

static int pl_host(int call, const void *arguments) {
  register int r0 __asm__("r0") = call;
  register const void *r1 __asm__("r1") = arguments;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

static void pl_print(const char *text) {
  pl_host(PL_HOST_PRINT, text);
}

static void pl_print_number(const char *before, uint32_t number, const char *behind) {
  char digits[11];
  char *first = digits + 10;
  *first = 0;
  do *--first = (char) ('0' + number % 10);
  while (number /= 10);
  pl_print(before);
  pl_print(first);
  pl_print(behind);
}

static __attribute__((noreturn)) void pl_exit(uint32_t status) {
  const uint32_t arguments[] = {0x20026, status};
  for (;;) pl_host(PL_HOST_EXIT, arguments);
}

/* What may follow a reset. Only faults do. */
static void pl_fault(void) {
  pl_print("the processor met a fault\n");
  pl_exit(5);
}

static volatile uint32_t pl_rounds;

/* The system timer counts 24 bits down; this counts its rounds. */
static void pl_tick(void) {
  pl_rounds++;
}

#define PL_TIMER ((volatile uint32_t *) 0xe000e010)

static uint32_t pl_cycles(void) {
  uint32_t rounds, left;
  do {
    rounds = pl_rounds;
    left = PL_TIMER[2];
  } while (rounds != pl_rounds);
  return (rounds << 24) + (0xffffff - left);
}

__attribute__((section(".vectors"), used)) static void (*const pl_vectors[])(void) = {
    (void (*)(void)) pl_stack_top, pl_reset, pl_fault, pl_fault, pl_fault, pl_fault, pl_fault, 0, 0, 0, 0,
    pl_fault, pl_fault, 0, pl_fault, pl_tick};

static __attribute__((aligned(64))) uint8_t pl_arena[PL_RUN_ARENA_BYTES];

static int pl_open(const char *kind, int i, int mode) {
  char name[] = "output_0.bin";
  char *at = name;
  while (*kind) *at++ = *kind++;
  *at++ = '_';
  *at++ = (char) ('0' + i);
  memcpy(at, ".bin", 5);
  const void *const arguments[] = {name, (const void *) (intptr_t) mode, (const void *) (intptr_t) (at + 4 - name)};
  int file = pl_host(PL_HOST_OPEN, arguments);
  if (file < 0) {
    pl_print(name);
    pl_print(" cannot be opened\n");
    pl_exit(3);
  }
  return file;
}

static void pl_transfer(int call, int file, const void *data, size_t bytes) {
  const uint32_t arguments[] = {(uint32_t) file, (uint32_t) (uintptr_t) data, (uint32_t) bytes};
  if (pl_host(call, arguments) != 0) {
    pl_print("a file is too short or cannot be written\n");
    pl_exit(3);
  }
  pl_host(PL_HOST_CLOSE, arguments);
}

#define PL_PAINT 0x5aa55aa5u

/* How deep the stack was since it was painted. */
static uint32_t pl_stack_used(void) {
  const uint32_t *deepest = pl_bss_end;
  while (deepest < pl_stack_top && *deepest == PL_PAINT) deepest++;
  return (uint32_t) (pl_stack_top - deepest) * 4;
}

static __attribute__((noinline, noreturn)) void pl_start(void) {
  for (int i = 0; i < PL_RUN_INPUTS; i++)
    pl_transfer(PL_HOST_READ, pl_open("input", i, PL_READ_BINARY), pl_arena + PL_RUN_INPUT_PORTS[i].place,
                PL_RUN_INPUT_PORTS[i].bytes);
  uint32_t begin = pl_cycles();
  int result = PL_RUN_INVOKE(pl_arena, PL_RUN_WEIGHTS);
  uint32_t cycles = pl_cycles() - begin;
  if (result != PL_DONE) {
    pl_print_number("stopped with ", (uint32_t) PL_STATUS(result), "");
    pl_print_number(" at ", (uint32_t) PL_PLACE(result), "\n");
    pl_exit(3);
  }
  for (int i = 0; i < PL_RUN_OUTPUTS; i++) {
    const pl_port *port = &PL_RUN_OUTPUT_PORTS[i];
    pl_transfer(PL_HOST_WRITE, pl_open("output", i, PL_WRITE_BINARY),
                (port->constant ? PL_RUN_WEIGHTS : pl_arena) + port->place, port->bytes);
  }
  pl_print_number("arena ", PL_RUN_ARENA_BYTES, " bytes");
  pl_print_number(", constants ", PL_RUN_WEIGHT_BYTES, " bytes");
  pl_print_number(", stack ", pl_stack_used(), " bytes");
  pl_print_number(", timer ", cycles, " ticks\n");
  pl_exit(0);
}

/* Memory as a C program expects it, the floating-point unit, the timer; and paint where the stack will be. */
__attribute__((used)) void pl_reset(void) {
#if defined(__ARM_FP)
  *(volatile uint32_t *) 0xe000ed88 |= 0xfu << 20;
  __asm__ volatile("dsb\n isb" ::: "memory");
#endif
  volatile uint32_t *to = pl_data_begin;
  for (const uint32_t *from = pl_data_load; to < pl_data_end; from++) *to++ = *from;
  for (to = pl_bss_begin; to < pl_bss_end; to++) *to = 0;
  uint32_t *stack;
  __asm__ volatile("mov %0, sp" : "=r"(stack));
  for (to = pl_bss_end; to < stack - 16; to++) *to = PL_PAINT;
  PL_TIMER[1] = 0xffffff;
  PL_TIMER[2] = 0;
  PL_TIMER[0] = 7;
  while (PL_TIMER[2] == 0) {} /* Until it is loaded it reads as if a round were over. */
  pl_start();
}

#endif
