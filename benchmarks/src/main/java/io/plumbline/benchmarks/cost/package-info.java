/**
 * What the stages of a compilation cost, beside reading the same pictures and running the float
 * model on them: measured model by model, kept in a file, and shown in the page of benchmarks.
 */
@NullMarked
package io.plumbline.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
