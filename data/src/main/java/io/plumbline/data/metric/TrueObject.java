package io.plumbline.data.metric;

/**
 * An object that is in a picture.
 *
 * @param category class index, from 0, without background
 * @param ignored a crowd (COCO) or a difficult object (VOC): finding it neither helps nor hurts
 */
public record TrueObject(int category, Box box, boolean ignored) {}
