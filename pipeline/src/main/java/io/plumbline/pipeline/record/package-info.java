/**
 * What a compilation leaves in writing: tables, JSON, the log, and where they came from. How tables
 * are set belongs in {@code report}.
 */
@NullMarked
package io.plumbline.pipeline.record;

import org.jspecify.annotations.NullMarked;
