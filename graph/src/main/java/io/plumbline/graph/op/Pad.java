package io.plumbline.graph.op;

import java.util.List;

/** Constant padding: begin of every axis, then end of every axis; negative values crop. */
public record Pad(List<Integer> pads, float value) implements Op {}
