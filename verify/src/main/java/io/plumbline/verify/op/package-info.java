/**
 * One instruction at a time against the QDQ graph, on the same inputs. Whole models are compared in
 * {@code verify.similarity}.
 */
@NullMarked
package io.plumbline.verify.op;

import org.jspecify.annotations.NullMarked;
