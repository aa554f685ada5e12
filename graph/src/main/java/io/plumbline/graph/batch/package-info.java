/** Whether a network works on each sample of a batch alone. */
@NullMarked
package io.plumbline.graph.batch;

import org.jspecify.annotations.NullMarked;
