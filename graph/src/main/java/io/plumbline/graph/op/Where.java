package io.plumbline.graph.op;

/** Inputs condition (bool), x, y, broadcast: x where the condition holds, y elsewhere. */
public record Where() implements Op {}
