/**
 * Configuration files of any dialect. Dialects belong in packages of their own below, what they
 * share in {@code config.dialect}.
 */
@NullMarked
package io.plumbline.config;

import org.jspecify.annotations.NullMarked;
