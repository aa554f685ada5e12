/**
 * Running a program in another process, on this machine or a board: requests to the program around
 * a compiled module, which emitted C source has, over its standard streams. What starts the process
 * is not known here.
 *
 * <p>The process is started with the command {@code serve}. It writes a greeting of 24 bytes: a
 * magic number, how many steps it has (32 bits each), bytes of its memory and of its constants (64
 * bits each). Then it takes requests of 24 bytes: a kind, a number that the answer repeats (32 bits
 * each), a beginning and a count (64 bits each). Kind 1 writes, with the bytes behind it, and has
 * no answer; kind 2 reads bytes of memory; kind 3 runs steps. An answer has 24 bytes: the number of
 * its request, the result of a run (32 bits each), its nanoseconds, and how many bytes follow (64
 * bits each). The process ends when its input does.
 */
@NullMarked
package io.plumbline.runtime.served;

import org.jspecify.annotations.NullMarked;
