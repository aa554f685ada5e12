package io.plumbline.data.dataset;

/**
 * One sample of a data set and what is true of it.
 *
 * @param name unique within the set
 * @param origin where its elements come from
 * @param truth class index, boxes, mask or text
 */
public record Example<T>(String name, Origin origin, T truth) {}
