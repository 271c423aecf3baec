/* banned.h - functions that have hurt everyone; the name says why in the
 * compiler's own message.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_BANNED_H
#define HW_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HW_BANNED(f) f##_is_banned_see_base_banned_h

#undef strcpy
#define strcpy(a, b) HW_BANNED(strcpy)
#undef strcat
#define strcat(a, b) HW_BANNED(strcat)
#undef strncpy
#define strncpy(a, b, n) HW_BANNED(strncpy)
#undef strncat
#define strncat(a, b, n) HW_BANNED(strncat)
#undef sprintf
#define sprintf(...) HW_BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) HW_BANNED(vsprintf)
#undef strtok
#define strtok(a, b) HW_BANNED(strtok)
#undef gets
#define gets(a) HW_BANNED(gets)
#undef atoi
#define atoi(a) HW_BANNED(atoi)
#undef atol
#define atol(a) HW_BANNED(atol)
#undef atof
#define atof(a) HW_BANNED(atof)
#undef gmtime
#define gmtime(a) HW_BANNED(gmtime)
#undef localtime
#define localtime(a) HW_BANNED(localtime)
#undef ctime
#define ctime(a) HW_BANNED(ctime)
#undef asctime
#define asctime(a) HW_BANNED(asctime)
#undef system
#define system(a) HW_BANNED(system)
#undef popen
#define popen(a, b) HW_BANNED(popen)

#endif
