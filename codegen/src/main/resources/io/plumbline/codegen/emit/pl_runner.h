/* A program around a module for boards that have nothing else: inputs and outputs are files of raw elements.
 * Needs the module's header before it, and PL_RUN_* from the generated main file. */
#ifndef PL_RUNNER_H
#define PL_RUNNER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pl_module.h"

static int pl_usage(const char *program) {
  fprintf(stderr,
          "usage: %s WEIGHTS infer OUTPUT_FOLDER INPUT...   one raw file for each input\n"
          "       %s WEIGHTS perf [FRAMES]                   time of a run\n"
          "       %s WEIGHTS info                            inputs and outputs\n"
          "       %s WEIGHTS serve                           what requests on standard input ask for\n",
          program, program, program, program);
  return 2;
}

static int pl_read(const char *path, void *data, size_t bytes) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    fprintf(stderr, "%s: cannot be opened\n", path);
    return 0;
  }
  size_t found = fread(data, 1, bytes, file);
  int more = fgetc(file) != EOF;
  fclose(file);
  if (found != bytes || more) {
    fprintf(stderr, "%s: expected %lu bytes, found %s%lu\n", path, (unsigned long) bytes, more ? "more than " : "",
            (unsigned long) found);
    return 0;
  }
  return 1;
}

static int pl_dump(const char *folder, int i, const void *data, size_t bytes) {
  char path[4096];
  if (snprintf(path, sizeof path, "%s/output_%d.bin", folder, i) >= (int) sizeof path) return 0;
  FILE *file = fopen(path, "wb");
  size_t written = file ? fwrite(data, 1, bytes, file) : 0;
  if (!file || fclose(file) != 0 || written != bytes) {
    fprintf(stderr, "%s: cannot be written\n", path);
    return 0;
  }
  printf("wrote %s\n", path);
  return 1;
}

static const char *pl_type(int type) {
  switch (type) {
    case PL_S8: return "si8";
    case PL_U8: return "ui8";
    case PL_S16: return "si16";
    case PL_U16: return "ui16";
    case PL_S32: return "si32";
    case PL_U32: return "ui32";
    case PL_S64: return "si64";
    case PL_U64: return "ui64";
    case PL_BOOL: return "bool";
    case PL_F16: return "f16";
    case PL_BF16: return "bf16";
    case PL_F64: return "f64";
    default: return "f32";
  }
}

static void pl_describe(const char *kind, const pl_port *ports, int count) {
  for (int i = 0; i < count; i++) {
    printf("%s %d %s: %lu bytes of %s, extents", kind, i, ports[i].name, (unsigned long) ports[i].bytes,
           pl_type(ports[i].type));
    for (int axis = 0; axis < ports[i].rank; axis++) printf(" %ld", (long) ports[i].extents[axis]);
    if (ports[i].scale != 0) printf(", scale %.9g, zero point %ld", (double) ports[i].scale, (long) ports[i].zero);
    printf("\n");
  }
}

static int pl_told(int result) {
  if (PL_STATUS(result) == PL_INDEX_OUTSIDE) fprintf(stderr, "step %d met an index outside its axis\n", PL_PLACE(result));
  if (PL_STATUS(result) == PL_NAN_INPUT) fprintf(stderr, "input %d holds NaN\n", PL_PLACE(result));
  return result == PL_DONE ? 0 : 3;
}

static int pl_infer(uint8_t *arena, const uint8_t *weights, const char *folder, char **files) {
  for (int i = 0; i < PL_RUN_INPUTS; i++)
    if (!pl_read(files[i], arena + PL_RUN_INPUT_PORTS[i].place, PL_RUN_INPUT_PORTS[i].bytes)) return 3;
  int result = PL_RUN_INVOKE(arena, weights);
  if (result != PL_DONE) return pl_told(result);
  for (int i = 0; i < PL_RUN_OUTPUTS; i++) {
    const pl_port *port = &PL_RUN_OUTPUT_PORTS[i];
    const uint8_t *data = port->constant ? weights + port->place : arena + port->place;
    if (!pl_dump(folder, i, data, port->bytes)) return 4;
  }
  return 0;
}

static int64_t pl_nanoseconds(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* A number of frames; 0 where it is none. */
static int pl_frames(const char *text) {
  char *end;
  long frames = strtol(text, &end, 10);
  if (*text != 0 && *end == 0 && frames >= 1 && frames <= 1000000000L) return (int) frames;
  fprintf(stderr, "%s: expected a number of frames from 1 to 1000000000\n", text);
  return 0;
}

static int pl_perf(uint8_t *arena, const uint8_t *weights, int frames) {
  double best = 0;
  double sum = 0;
  for (int frame = 0; frame < frames; frame++) {
    for (int i = 0; i < PL_RUN_INPUTS; i++)
      memset(arena + PL_RUN_INPUT_PORTS[i].place, 0, PL_RUN_INPUT_PORTS[i].bytes);
    int64_t start = pl_nanoseconds();
    int result = PL_RUN_INVOKE(arena, weights);
    double time = (double) (pl_nanoseconds() - start) * 1e-6;
    if (result != PL_DONE) return pl_told(result);
    best = frame == 0 || time < best ? time : best;
    sum += time;
  }
  printf("frames %d, mean %.3f ms, least %.3f ms, %.1f frames a second\n", frames, sum / frames, best, frames * 1e3 / sum);
  return 0;
}

/* What "serve" writes first. All numbers of it and below are those of this processor. */
typedef struct {
  uint32_t magic;
  uint32_t steps;
  uint64_t arena_bytes;
  uint64_t weight_bytes;
} pl_greeting;

#define PL_GREETING 0x31534c50u

/* To write or read bytes of the arena, or to run steps: so many from there. The bytes to write come behind. */
enum { PL_REQUEST_WRITE = 1, PL_REQUEST_READ = 2, PL_REQUEST_RUN = 3 };

typedef struct {
  uint32_t kind;
  uint32_t sequence;
  uint64_t from;
  uint64_t count;
} pl_request;

/* The answer to reading, with as many bytes behind it, and to running, with its result and time. */
typedef struct {
  uint32_t sequence;
  int32_t result;
  uint64_t nanoseconds;
  uint64_t bytes;
} pl_reply;

static int pl_send(const void *head, size_t length, const void *data, size_t bytes) {
  return fwrite(head, 1, length, stdout) == length && fwrite(data, 1, bytes, stdout) == bytes && fflush(stdout) == 0;
}

static int pl_answer(uint8_t *arena, const uint8_t *weights, const pl_request *request) {
  size_t from = (size_t) request->from;
  size_t count = (size_t) request->count;
  pl_reply reply = {request->sequence, PL_DONE, 0, 0};
  if (request->kind == PL_REQUEST_WRITE) return fread(arena + from, 1, count, stdin) == count;
  if (request->kind == PL_REQUEST_RUN) {
    int64_t start = pl_nanoseconds();
    reply.result = PL_RUN_STEPS(arena, weights, (int) from, (int) (from + count));
    int64_t time = pl_nanoseconds() - start;
    reply.nanoseconds = time > 0 ? (uint64_t) time : 0;
    from = count = 0;
  }
  reply.bytes = count;
  return pl_send(&reply, sizeof reply, arena + from, count);
}

static int pl_serve(uint8_t *arena, const uint8_t *weights) {
  pl_greeting greeting = {PL_GREETING, PL_RUN_STEP_COUNT, PL_RUN_ARENA_BYTES, PL_RUN_WEIGHT_BYTES};
  if (!pl_send(&greeting, sizeof greeting, arena, 0)) return 4;
  pl_request request;
  size_t found;
  while ((found = fread(&request, 1, sizeof request, stdin)) == sizeof request) {
    uint64_t limit = request.kind == PL_REQUEST_RUN ? PL_RUN_STEP_COUNT : PL_RUN_ARENA_BYTES;
    int known = request.kind >= PL_REQUEST_WRITE && request.kind <= PL_REQUEST_RUN;
    if (!known || request.from > limit || request.count > limit - request.from) {
      fprintf(stderr, "request %lu asks for what is not there\n", (unsigned long) request.sequence);
      return 3;
    }
    if (!pl_answer(arena, weights, &request)) return 4;
  }
  return found == 0 ? 0 : 4;
}

static uint8_t *pl_memory(size_t bytes) {
  uint8_t *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (memory) memset(memory, 0, bytes);
  else fprintf(stderr, "no memory for %lu bytes\n", (unsigned long) bytes);
  return memory;
}

int main(int count, char **arguments) {
  if (count < 3) return pl_usage(arguments[0]);
  const char *command = arguments[2];
  uint8_t *arena = pl_memory(PL_RUN_ARENA_BYTES);
  uint8_t *weights = pl_memory(PL_RUN_WEIGHT_BYTES);
  int status = 2;
  if (!arena || !weights) status = 4;
  else if (!pl_read(arguments[1], weights, PL_RUN_WEIGHT_BYTES)) status = 3;
  else if (!PL_RUN_FITS(weights)) {
    fprintf(stderr, "%s: these are not the constants that this program was made with\n", arguments[1]);
    status = 3;
  }
  else if (strcmp(command, "infer") == 0 && count == 4 + PL_RUN_INPUTS)
    status = pl_infer(arena, weights, arguments[3], arguments + 4);
  else if (strcmp(command, "perf") == 0 && count <= 4) {
    int frames = count == 3 ? 100 : pl_frames(arguments[3]);
    if (frames > 0) status = pl_perf(arena, weights, frames);
  }
  else if (strcmp(command, "serve") == 0 && count == 3) status = pl_serve(arena, weights);
  else if (strcmp(command, "info") == 0 && count == 3) {
    printf("arena %lu bytes, weights %lu bytes\n", (unsigned long) PL_RUN_ARENA_BYTES, (unsigned long) PL_RUN_WEIGHT_BYTES);
    pl_describe("input", PL_RUN_INPUT_PORTS, PL_RUN_INPUTS);
    pl_describe("output", PL_RUN_OUTPUT_PORTS, PL_RUN_OUTPUTS);
    status = 0;
  } else pl_usage(arguments[0]);
  free(arena);
  free(weights);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    fprintf(stderr, "standard output cannot be written\n");
    return status == 0 ? 4 : status;
  }
  return status;
}

#endif
