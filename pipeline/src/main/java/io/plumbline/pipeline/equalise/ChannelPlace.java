package io.plumbline.pipeline.equalise;

/**
 * Where channels are.
 *
 * @param value that holds them along axis 1, among others perhaps
 * @param first the number of the first of them there
 */
record ChannelPlace(String value, int first) {}
