package io.plumbline.graph.op;

/** Inputs x, scale, bias, mean, variance; inference form. */
public record BatchNormalization(float epsilon) implements Op {}
