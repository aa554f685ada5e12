/**
 * One thin class per command: parse, call one library entry, render.
 *
 * <p>More than 25 files: one for each command, and one for each group of options.
 */
@NullMarked
package io.plumbline.cli.command;

import org.jspecify.annotations.NullMarked;
