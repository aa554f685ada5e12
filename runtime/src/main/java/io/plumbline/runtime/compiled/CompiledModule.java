package io.plumbline.runtime.compiled;

import io.plumbline.runtime.program.Allocation;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A program that was compiled for this machine.
 *
 * @param where what it is part of, for messages
 * @param library shared library; what it holds runs with the rights of this process
 * @param symbol what the names of its functions begin with
 * @param allocation where its values lie
 * @param weights its constants, aligned to {@link Allocation#ALIGNMENT} bytes
 */
public record CompiledModule(
    String where, Path library, String symbol, Allocation allocation, MemorySegment weights) {}
