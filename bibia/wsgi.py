import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
django = get_wsgi_application()

# After the settings are ready.
from bibia.courrier.postman import postman
from bibia.echanges.readings import readings
from bibia.middleware.kept import Kept

application = Kept(django)

postman.start()
readings.start()
