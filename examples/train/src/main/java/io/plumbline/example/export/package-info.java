/**
 * Turns the trained network and the pictures into the files of the example folder. Training belongs
 * in {@code network}.
 */
@NullMarked
package io.plumbline.example.export;

import org.jspecify.annotations.NullMarked;
