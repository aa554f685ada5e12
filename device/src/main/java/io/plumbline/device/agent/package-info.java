/**
 * The agent: takes connections, keeps modules, runs them. Everything that comes over a connection
 * is hostile until it was checked.
 */
@NullMarked
package io.plumbline.device.agent;

import org.jspecify.annotations.NullMarked;
