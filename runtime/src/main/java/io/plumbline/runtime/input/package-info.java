/**
 * From the bytes a device's camera or memory holds to the intermediate type a program takes, in
 * integers and exact. Colour spaces stay as they are: the model itself maps them.
 */
@NullMarked
package io.plumbline.runtime.input;

import org.jspecify.annotations.NullMarked;
