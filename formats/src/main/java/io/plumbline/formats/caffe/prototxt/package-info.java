/**
 * The text of a prototxt as a network of layers: scanning, messages, what a phase leaves out, older
 * names. What a layer computes belongs in {@code io.plumbline.formats.caffe}.
 */
@NullMarked
package io.plumbline.formats.caffe.prototxt;

import org.jspecify.annotations.NullMarked;
