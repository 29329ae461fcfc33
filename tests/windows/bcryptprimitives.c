/* bcryptprimitives.dll for a Wine older than 9: Rust's standard library asks it for random numbers.
   For tests alone. */
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *, unsigned long);

__declspec(dllexport) int ProcessPrng(unsigned char *data, unsigned long long length)
{
    return SystemFunction036(data, (unsigned long)length);
}
