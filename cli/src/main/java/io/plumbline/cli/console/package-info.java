/**
 * What a person sees on the terminal: progress, errors, colours. The only package that writes to
 * the standard streams.
 */
@NullMarked
package io.plumbline.cli.console;

import org.jspecify.annotations.NullMarked;
