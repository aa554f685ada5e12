/**
 * The report model as values and its renderers: terminal, CSV, JSON. Nothing here computes a
 * figure; results come from {@code verify} and {@code pipeline}.
 */
@NullMarked
package io.plumbline.report;

import org.jspecify.annotations.NullMarked;
