/**
 * The stages from a model file to an integer program, and the folder of artefacts they leave. How a
 * stage works belongs in its own module; how a request is written belongs in {@code cli}.
 */
@NullMarked
package io.plumbline.pipeline;

import org.jspecify.annotations.NullMarked;
