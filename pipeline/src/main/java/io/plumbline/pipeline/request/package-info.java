/**
 * What is asked of a compilation, by whom it is heard, and what its artefacts are called. Values
 * and contracts only; nothing here works.
 */
@NullMarked
package io.plumbline.pipeline.request;

import org.jspecify.annotations.NullMarked;
