/** One thin class per command: parse, call one library entry, render. */
@NullMarked
package io.plumbline.cli.command;

import org.jspecify.annotations.NullMarked;
