package io.plumbline.data.metric;

/**
 * A detection that counts.
 *
 * @param correct whether it found an object that no surer detection had found
 */
record Match(double score, boolean correct) {}
