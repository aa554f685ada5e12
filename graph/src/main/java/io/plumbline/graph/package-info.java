/**
 * The immutable graph, its nodes, values and patches. What an op means lives in {@code op},
 * rewriting in {@code pass}; nothing here knows a file format.
 */
@NullMarked
package io.plumbline.graph;

import org.jspecify.annotations.NullMarked;
