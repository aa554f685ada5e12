/* A program around a module for boards that have nothing else: inputs and outputs are files of raw elements.
 * Needs the module's header before it, and PL_RUN_* from the generated main file. */
#ifndef PL_RUNNER_H
#define PL_RUNNER_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pl_module.h"

static int pl_usage(const char *program) {
  fprintf(stderr,
          "usage: %s WEIGHTS infer OUTPUT_FOLDER INPUT...   one raw file for each input\n"
          "       %s WEIGHTS perf [FRAMES]                   time of a run\n"
          "       %s WEIGHTS info                            inputs and outputs\n",
          program, program, program);
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

static void pl_describe(const char *kind, const pl_port *ports, int count) {
  for (int i = 0; i < count; i++) {
    printf("%s %d %s: %lu bytes, extents", kind, i, ports[i].name, (unsigned long) ports[i].bytes);
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

static double pl_milliseconds(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec * 1e-6;
}

static int pl_perf(uint8_t *arena, const uint8_t *weights, int frames) {
  double best = 0;
  double sum = 0;
  for (int frame = 0; frame < frames; frame++) {
    for (int i = 0; i < PL_RUN_INPUTS; i++)
      memset(arena + PL_RUN_INPUT_PORTS[i].place, 0, PL_RUN_INPUT_PORTS[i].bytes);
    double start = pl_milliseconds();
    int result = PL_RUN_INVOKE(arena, weights);
    double time = pl_milliseconds() - start;
    if (result != PL_DONE) return pl_told(result);
    best = frame == 0 || time < best ? time : best;
    sum += time;
  }
  printf("frames %d, mean %.3f ms, least %.3f ms, %.1f frames a second\n", frames, sum / frames, best, frames * 1e3 / sum);
  return 0;
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
  else if (strcmp(command, "infer") == 0 && count == 4 + PL_RUN_INPUTS)
    status = pl_infer(arena, weights, arguments[3], arguments + 4);
  else if (strcmp(command, "perf") == 0 && count <= 4 && (count == 3 || atoi(arguments[3]) > 0))
    status = pl_perf(arena, weights, count == 3 ? 100 : atoi(arguments[3]));
  else if (strcmp(command, "info") == 0 && count == 3) {
    printf("arena %lu bytes, weights %lu bytes\n", (unsigned long) PL_RUN_ARENA_BYTES, (unsigned long) PL_RUN_WEIGHT_BYTES);
    pl_describe("input", PL_RUN_INPUT_PORTS, PL_RUN_INPUTS);
    pl_describe("output", PL_RUN_OUTPUT_PORTS, PL_RUN_OUTPUTS);
    status = 0;
  } else pl_usage(arguments[0]);
  free(arena);
  free(weights);
  return status;
}

#endif
