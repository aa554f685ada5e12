/**
 * From the files of a float model to the graph that is quantized. A pass over graphs belongs in
 * {@code graph.pass}, a format in {@code formats}.
 */
@NullMarked
package io.plumbline.pipeline.model;

import org.jspecify.annotations.NullMarked;
