/** A module that an agent runs, as an engine. What an agent sends is checked as files are. */
@NullMarked
package io.plumbline.device.client;

import org.jspecify.annotations.NullMarked;
