/* give_back.h - memory that was needed once goes back to the system.
 *
 * For a program that has read its configuration and now waits: what malloc
 * holds free, and the pages of programs and libraries that lie in files and
 * cannot be written. These stay in the system's cache and come back, unasked
 * and without reading, where they are used again; those that only the start
 * went through do not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_GIVE_BACK_H
#define HW_BASE_GIVE_BACK_H

void memory_give_back(void);

#endif
