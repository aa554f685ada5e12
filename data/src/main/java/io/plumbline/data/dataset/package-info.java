/**
 * Labelled data sets in the forms they are published in: folders with a labels file, record files,
 * annotation files. What is computed from them belongs in {@code io.plumbline.data.metric}.
 */
@NullMarked
package io.plumbline.data.dataset;

import org.jspecify.annotations.NullMarked;
