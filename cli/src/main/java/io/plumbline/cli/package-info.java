/**
 * The program's entry: the root command and the mapping from errors to exit statuses. Work belongs
 * in {@code pipeline}.
 */
@NullMarked
package io.plumbline.cli;

import org.jspecify.annotations.NullMarked;
