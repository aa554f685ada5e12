/**
 * What every reader of float models answers, and the files it is given. Readers belong in a package
 * for each format, the list of them in {@code io.plumbline.formats}.
 */
@NullMarked
package io.plumbline.formats.source;

import org.jspecify.annotations.NullMarked;
