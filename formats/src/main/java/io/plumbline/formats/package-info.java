/** The formats of float models as one list. Formats themselves belong in packages below. */
@NullMarked
package io.plumbline.formats;

import org.jspecify.annotations.NullMarked;
