/**
 * The vendors' own commands: each takes the flags its vendor documents and says them as a command
 * line or a request of this program.
 *
 * <p>Nothing is computed here; a flag is honoured, told to be without effect, or refused by name.
 *
 * <p>More than 25 files: one for each command, and what several of them share.
 */
@NullMarked
package io.plumbline.cli.vendor;

import org.jspecify.annotations.NullMarked;
