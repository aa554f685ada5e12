/**
 * What every dialect speaks of: targets by name, how pictures are prepared, what a value may be.
 * Keys of one dialect belong in its own package. Nothing here touches a model.
 */
@NullMarked
package io.plumbline.config.dialect;

import org.jspecify.annotations.NullMarked;
