/**
 * What every dialect answers, and what all speak of: settings by neutral names, targets, how
 * pictures are prepared, what a value may be. Keys of one dialect belong in its own package.
 * Nothing here touches a model.
 */
@NullMarked
package io.plumbline.config.dialect;

import org.jspecify.annotations.NullMarked;
