package io.plumbline.quantize.form;

/**
 * One place where a value is read.
 *
 * @param node name in the optimised graph
 * @param input position among its inputs, from 0
 */
public record Use(String node, int input) {}
