package io.plumbline.data.metric;

/**
 * An object that a model found.
 *
 * @param category class index, from 0, without background
 * @param score higher is surer
 */
public record Detection(int category, double score, Box box) {}
