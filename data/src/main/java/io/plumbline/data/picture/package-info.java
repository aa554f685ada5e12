/**
 * Decoding pictures and turning them into what a model wants to see: read modes and transformers.
 * Which files make up a data set belongs in {@code io.plumbline.data.sample}.
 *
 * <p>More than 25 files: one record for each transformer, and a sealed type and its records share a
 * package.
 */
@NullMarked
package io.plumbline.data.picture;

import org.jspecify.annotations.NullMarked;
