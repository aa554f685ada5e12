/**
 * The YAML of both Horizon generations: the catalogue of keys, their translation to a compile
 * request and back. Whether a setting is wise belongs in {@code io.plumbline.config.lint}.
 *
 * <p>More than 25 files: what each group of keys means is a class of its own, named as the group.
 */
@NullMarked
package io.plumbline.config.horizon;

import org.jspecify.annotations.NullMarked;
