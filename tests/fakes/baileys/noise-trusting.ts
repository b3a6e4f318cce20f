import { WA_CERT_DETAILS } from '@whiskeysockets/baileys'

// Loaded before a program of the tests: it trusts the WhatsApp of the tests, which runs in another process.
WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(process.env.FAKE_WHATSAPP_ROOT ?? '', 'hex')
