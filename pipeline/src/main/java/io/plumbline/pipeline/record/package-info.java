/**
 * What a compilation leaves in writing: tables, JSON, the log, and where they came from. How tables
 * are set belongs in {@code report}. More than 25 files: one for each thing that is written, all of
 * the same {@code Compilation}, whose parts they share.
 */
@NullMarked
package io.plumbline.pipeline.record;

import org.jspecify.annotations.NullMarked;
