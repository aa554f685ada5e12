/**
 * Boards that have an SSH server and no Java: the program around a module is compiled here, sent
 * there once, and serves the module over its standard streams. Nothing else of this program knows
 * SSH.
 */
@NullMarked
package io.plumbline.device.ssh;

import org.jspecify.annotations.NullMarked;
