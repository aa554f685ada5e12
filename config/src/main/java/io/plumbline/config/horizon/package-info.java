/**
 * The YAML of both Horizon generations: the catalogue of keys, their translation to a compile
 * request and back. Whether a setting is wise belongs in {@code io.plumbline.config.lint}.
 */
@NullMarked
package io.plumbline.config.horizon;

import org.jspecify.annotations.NullMarked;
