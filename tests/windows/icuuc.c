/* icuuc.dll for a Wine older than 11.5: Qt 6.10 and newer import it from Windows. It offers no
   converter, as ICU does without its data; Qt then has its own: UTF-8, UTF-16, UTF-32, Latin-1 and
   the system's. For tests alone. */
#define OUT __declspec(dllexport)
enum { UNSUPPORTED = 16 };

static void refuse(int *error) { if (error) *error = UNSUPPORTED; }

OUT void *ucnv_open(const char *name, int *error) { refuse(error); return 0; }
OUT void ucnv_close(void *c) {}
OUT void ucnv_reset(void *c) {}
OUT signed char ucnv_getMaxCharSize(const void *c) { return 1; }
OUT const char *ucnv_getName(const void *c, int *error) { refuse(error); return 0; }
OUT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
OUT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
OUT void ucnv_getToUCallBack(const void *c, void **a, const void **b) { if (a) *a = 0; if (b) *b = 0; }
OUT void ucnv_getFromUCallBack(const void *c, void **a, const void **b) { if (a) *a = 0; if (b) *b = 0; }
OUT void ucnv_setToUCallBack(void *c, void *a, const void *b, void **d, const void **e, int *error) { refuse(error); }
OUT void ucnv_setFromUCallBack(void *c, void *a, const void *b, void **d, const void **e, int *error) { refuse(error); }
OUT void ucnv_cbToUWriteUChars(void *a, const void *b, int n, int o, int *error) { refuse(error); }
OUT void ucnv_cbFromUWriteUChars(void *a, const void **b, const void *c, int o, int *error) { refuse(error); }
OUT void ucnv_toUnicode(void *c, void **t, const void *tl, const char **s, const char *sl, int *o, signed char f, int *error) { refuse(error); }
OUT void ucnv_fromUnicode(void *c, char **t, const char *tl, const void **s, const void *sl, int *o, signed char f, int *error) { refuse(error); }
OUT int ucnv_toUCountPending(const void *c, int *error) { return 0; }
OUT int ucnv_fromUCountPending(const void *c, int *error) { return 0; }
OUT const char *ucnv_getStandardName(const char *n, const char *s, int *error) { refuse(error); return 0; }
OUT const char *ucnv_getAvailableName(int n) { return 0; }
OUT int ucnv_countAvailable(void) { return 0; }
