/**
 * Integer programs as ONNX files: one node of domain {@code io.plumbline} for each instruction,
 * readable in any viewer and restored without loss. Float models are in {@code formats.onnx}.
 */
@NullMarked
package io.plumbline.formats.program;

import org.jspecify.annotations.NullMarked;
