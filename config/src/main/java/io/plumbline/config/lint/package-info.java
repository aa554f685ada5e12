/**
 * Says what in a valid configuration is probably not what its author meant: constants, units,
 * colour orders, swings, folders. Whether a configuration is valid at all belongs in the dialects;
 * nothing here changes a setting.
 */
@NullMarked
package io.plumbline.config.lint;

import org.jspecify.annotations.NullMarked;
